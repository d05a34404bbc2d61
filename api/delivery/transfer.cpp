#include "api/delivery/transfer.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>

namespace sluice::delivery {
namespace {

constexpr std::size_t received_bytes_max = 4'000;
constexpr long connect_seconds_max = 10;
constexpr long seconds_max = 30;

} // namespace

transfer_library::transfer_library() {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error{"libcurl does not start"};
}

transfer_library::~transfer_library() {
    curl_global_cleanup();
}

void text_list::append(const std::string& line) {
    auto* longer = curl_slist_append(list_.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc{};
    list_.release(); // it is part of the longer one
    list_.reset(longer);
}

transfer::transfer()
    : handle_{curl_easy_init()} {
    if (!handle_) throw std::runtime_error{"libcurl gives no handle"};
}

void transfer::begin_anew() {
    curl_easy_reset(handle_.get());
    received_.clear();
    error_[0] = '\0';
    set(CURLOPT_ERRORBUFFER, error_);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, connect_seconds_max);
    set(CURLOPT_TIMEOUT, seconds_max);
    set(CURLOPT_WRITEFUNCTION, &transfer::take);
    set(CURLOPT_WRITEDATA, this);
}

CURLcode transfer::run() {
    return curl_easy_perform(handle_.get());
}

long transfer::status() const {
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
}

std::string transfer::trouble(CURLcode code) const {
    return error_[0] != '\0' ? error_ : curl_easy_strerror(code);
}

std::size_t transfer::take(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& received = static_cast<transfer*>(self)->received_;
    const auto room = received_bytes_max - std::min(received.size(), received_bytes_max);
    received.append(bytes, std::min(size * count, room));
    return size * count;
}

} // namespace sluice::delivery
