#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

document_record sample_document(int number, const std::string& content) {
    return {sample_id(number), sample_id(1), "invoice", "发票.pdf", "application/pdf", std::int64_t(content.size()),
            sha256(content),   instant{7},   "person-1"};
}

} // namespace

TEST_CASE("a document comes back byte for byte, an empty one too") {
    fresh_store store{GENERATE(from_range(backends()))};
    std::string content(300'000, '\0');
    for (std::size_t i = 0; i < content.size(); ++i)
        content[i] = static_cast<char>(i * 31 % 256);
    write(*store, [&](write_transaction& t) {
        t.put_application(sample_application(1), 0);
        t.put_document(sample_document(3, ""), "");
        t.put_document(sample_document(2, content), content);
    });
    const auto reader = store->read();
    CHECK(reader->find_document(sample_id(2)) == sample_document(2, content));
    CHECK(reader->document_content(sample_id(2)) == content);
    CHECK(reader->document_content(sample_id(3)) == "");
    CHECK_FALSE(reader->find_document(sample_id(4)));
    CHECK_FALSE(reader->document_content(sample_id(4)));
    const auto documents = reader->documents_of(sample_id(1));
    REQUIRE(documents.size() == 2);
    CHECK(documents[0].id == sample_id(2));
}

TEST_CASE("a document of another size than stated, one put twice and one of no application are refused") {
    fresh_store store{GENERATE(from_range(backends()))};
    const auto transaction = store->begin_write();
    CHECK_THROWS_AS(transaction->put_document(sample_document(2, "abc"), "abc"), store_misused);
    transaction->put_application(sample_application(1), 0);
    CHECK_THROWS_AS(transaction->put_document(sample_document(2, "abc"), "ab"), store_misused);
    transaction->put_document(sample_document(2, "abc"), "abc");
    CHECK_THROWS_AS(transaction->put_document(sample_document(2, "abd"), "abd"), duplicate_key);
    CHECK(transaction->document_content(sample_id(2)) == "abc");
}
