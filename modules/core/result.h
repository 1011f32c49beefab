// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <optional>
#include <utility>
#include <variant>

namespace mws
{

/// What went wrong, as a class that each face maps in one place to a status, a toast or a log line.
enum class ErrorCode {
    Invalid, ///< the request or file is wrong: range, type, syntax
    NotFound,
    Denied, ///< known who, but not allowed
    Unauthenticated, ///< not known who
    SecondFactor, ///< the password is right; the code of the second factor is missing or wrong
    Conflict, ///< the state has changed meanwhile
    Busy, ///< a bounded queue is full; try later
    Timeout,
    Unavailable, ///< device, disk or service cannot be reached
    Internal,
};

/// A failure: the class and one sentence for people, without path, SQL or type names.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString detail;
    friend bool operator==(const Error &, const Error &) = default;
};

/// Either a T or an Error; every function that can fail now returns one.
template <typename T> class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }
    [[nodiscard]] const T &value() const & { return std::get<0>(m_state); }
    [[nodiscard]] T &value() & { return std::get<0>(m_state); }
    [[nodiscard]] T &&value() && { return std::get<0>(std::move(m_state)); }
    const T &operator*() const { return value(); }
    const T *operator->() const { return &value(); }
    [[nodiscard]] const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

template <> class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
    {
    }

    explicit operator bool() const { return !m_error; }
    [[nodiscard]] const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace mws
