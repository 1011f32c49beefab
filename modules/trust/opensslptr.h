// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

namespace mws
{

/// Gives an object of OpenSSL back by its own function.
template <auto Free> struct Freeing {
    template <typename T> void operator()(T *object) const { Free(object); }
};

using KeyPtr = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Freeing<X509_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Freeing<X509_EXTENSION_free>>;
using MemoryPtr = std::unique_ptr<BIO, Freeing<BIO_free>>;
using NumberPtr = std::unique_ptr<BIGNUM, Freeing<BN_free>>;
using ContextPtr = std::unique_ptr<SSL_CTX, Freeing<SSL_CTX_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, Freeing<X509_CRL_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Freeing<X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, Freeing<X509_STORE_CTX_free>>;

/// Forgets at its end what went wrong in this thread: the errors that lie there when a connection
/// is read or written are taken for those of that connection.
class ErrorScope final
{
public:
    ErrorScope() = default;
    ~ErrorScope() { ERR_clear_error(); }
    Q_DISABLE_COPY_MOVE(ErrorScope)
};

} // namespace mws
