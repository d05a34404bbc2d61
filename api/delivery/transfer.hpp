#pragma once

#include "engine/service/outgoing_post.hpp"

#include <curl/curl.h>

#include <memory>
#include <string>

namespace sluice::delivery {

/// libcurl, ready for use as long as one of these lives. Made before any thread starts.
class transfer_library {
public:
    transfer_library();
    ~transfer_library();
    transfer_library(const transfer_library&) = delete;
    transfer_library& operator=(const transfer_library&) = delete;
};

struct list_freer {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// Headers or recipients; appending never fails but for want of memory (`std::bad_alloc`).
class text_list {
public:
    void append(const std::string&);
    curl_slist* get() const { return list_.get(); }

private:
    std::unique_ptr<curl_slist, list_freer> list_;
};

/// One easy handle, kept for its connection. Used by one thread at a time.
class transfer {
public:
    transfer();

    /// Forgets all options and what came back, but not the connection.
    void begin_anew();
    template<class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(handle_.get(), option, value);
    }
    /// Blocks until it is done or has failed; what was received is cut at 4,000 bytes.
    CURLcode run();

    /// The last status of the protocol, 0 if there was none.
    long status() const;
    const std::string& received() const { return received_; }
    std::string trouble(CURLcode) const;

private:
    struct handle_freer {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };

    static std::size_t take(char* bytes, std::size_t size, std::size_t count, void* self);

    std::unique_ptr<CURL, handle_freer> handle_;
    std::string received_;
    char error_[CURL_ERROR_SIZE] = {};
};

} // namespace sluice::delivery
