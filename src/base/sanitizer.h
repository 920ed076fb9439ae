/* Whether this build runs under AddressSanitizer, which needs terabytes of address space and its own crash handler. */
#ifndef SRC_BASE_SANITIZER_H
#define SRC_BASE_SANITIZER_H

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#ifndef UNDER_SANITIZER
#define UNDER_SANITIZER 0
#endif

#endif
