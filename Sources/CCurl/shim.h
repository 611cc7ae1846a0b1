// libcurl, and its functions with a variable number of arguments in forms that Swift can call.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <sys/socket.h>

typedef size_t (*plimsoll_curl_function)(char *bytes, size_t size, size_t count, void *context);

static inline void plimsoll_curl_set_number(CURL *curl, CURLoption option, long value) {
    curl_easy_setopt(curl, option, value);
}

static inline void plimsoll_curl_set_size(CURL *curl, CURLoption option, curl_off_t value) {
    curl_easy_setopt(curl, option, value);
}

static inline void plimsoll_curl_set_text(CURL *curl, CURLoption option, const char *value) {
    curl_easy_setopt(curl, option, value);
}

static inline void plimsoll_curl_set_pointer(CURL *curl, CURLoption option, void *value) {
    curl_easy_setopt(curl, option, value);
}

static inline void plimsoll_curl_set_function(CURL *curl, CURLoption option, plimsoll_curl_function value) {
    curl_easy_setopt(curl, option, value);
}

static inline void plimsoll_curl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
    curl_multi_setopt(multi, option, value);
}

static inline long plimsoll_curl_number(CURL *curl, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(curl, info, &value);
    return value;
}

static inline void *plimsoll_curl_private(CURL *curl) {
    void *value = NULL;
    curl_easy_getinfo(curl, CURLINFO_PRIVATE, &value);
    return value;
}

static inline CURLcode plimsoll_curl_result(const CURLMsg *message) { return message->data.result; }

// Programs that this process starts do not inherit the connection: otherwise closing it here would not end it.
static inline curl_socket_t plimsoll_curl_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static inline void plimsoll_curl_keep_from_children(CURL *curl) {
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, plimsoll_curl_socket);
}
