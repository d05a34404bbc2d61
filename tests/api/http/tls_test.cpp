#include "tests/api/http/test_server.hpp"

#include <catch2/catch_test_macros.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include <unistd.h>

using namespace sluice;
using namespace sluice::test;
namespace asio = boost::asio;

namespace {

/// A certificate that signs itself, with its key, in files that last as long as it does.
class temporary_certificate {
public:
    temporary_certificate() {
        std::filesystem::create_directories(folder_);
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        X509_set_version(certificate, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        X509_NAME* name = X509_get_subject_name(certificate);
        const unsigned char common_name[] = "localhost";
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name, -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_sign(certificate, key, EVP_sha256());
        write(certificate_file(), [certificate](FILE* file) { return PEM_write_X509(file, certificate); });
        write(key_file(),
              [key](FILE* file) { return PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr); });
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    ~temporary_certificate() { std::filesystem::remove_all(folder_); }
    temporary_certificate(const temporary_certificate&) = delete;
    temporary_certificate& operator=(const temporary_certificate&) = delete;

    std::string certificate_file() const { return folder_ / "certificate.pem"; }
    std::string key_file() const { return folder_ / "key.pem"; }

private:
    template<class Write>
    static void write(const std::string& path, Write content) {
        FILE* file = std::fopen(path.c_str(), "w");
        if (!file) throw std::runtime_error{"cannot write " + path};
        const int written = content(file);
        std::fclose(file);
        if (written != 1) throw std::runtime_error{"cannot write " + path};
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("sluice_tls_test_" + std::to_string(::getpid()));
};

http::server_options tls_options(const temporary_certificate& certificate) {
    http::server_options options;
    options.tls_certificate_file = certificate.certificate_file();
    options.tls_key_file = certificate.key_file();
    return options;
}

} // namespace

TEST_CASE("the server speaks TLS, and says properly that it ends", "[http]") {
    const temporary_certificate certificate;
    test_server server{tls_options(certificate)};
    const auto port = server.start();
    asio::io_context context;
    asio::ssl::context trust{asio::ssl::context::tls_client};
    trust.load_verify_file(certificate.certificate_file());
    trust.set_verify_mode(asio::ssl::verify_peer);
    asio::ssl::stream<asio::ip::tcp::socket> stream{context, trust};
    stream.next_layer().connect({asio::ip::address_v4::loopback(), port});
    stream.handshake(asio::ssl::stream_base::client);
    const std::string requests = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
                                 "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    asio::write(stream, asio::buffer(requests));
    std::string answers;
    boost::system::error_code end;
    asio::read(stream, asio::dynamic_buffer(answers), end);
    CHECK(end == asio::error::eof); // and not a truncated stream
    CHECK(answers.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(answers.rfind("HTTP/1.1 200 OK\r\n") > 0);
    CHECK(answers.ends_with("hello"));
}

TEST_CASE("a client that speaks no TLS to a TLS port is let go", "[http]") {
    const temporary_certificate certificate;
    test_server server{tls_options(certificate)};
    raw_connection connection{server.start()};
    connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    connection.finish_sending();
    CHECK(connection.receive_all().find("hello") == std::string::npos);
    CHECK(server.logged("TLS handshake failed"));
}

TEST_CASE("a certificate without its key, or one that is not there, keeps the server from being made", "[http]") {
    http::server_options options;
    options.tls_certificate_file = "/nowhere/certificate.pem";
    const http::router routes;
    CHECK_THROWS_AS(http::server(options, routes, {}), std::invalid_argument);
    options.tls_key_file = "/nowhere/key.pem";
    CHECK_THROWS_AS(http::server(options, routes, {}), boost::system::system_error);
}
