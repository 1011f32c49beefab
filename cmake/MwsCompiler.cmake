# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

# One interface target carries the warnings and definitions that every target of the project uses.
add_library(mws_options INTERFACE)
target_compile_options(mws_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Werror
  $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>)
target_compile_definitions(mws_options INTERFACE
  QT_WARN_DEPRECATED_UP_TO=0x060400 QT_DEPRECATED_WARNINGS_SINCE=0x060400
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_URL_CAST_FROM_STRING
  MWS_VERSION="${PROJECT_VERSION}")
target_include_directories(mws_options INTERFACE ${CMAKE_SOURCE_DIR}/modules)

set(MWS_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")
if(MWS_SANITIZE)
  add_compile_options(-fsanitize=${MWS_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${MWS_SANITIZE})
  if(MWS_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined
      $<$<CXX_COMPILER_ID:Clang>:-fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/tests/ubsan.ignore>)
  endif()
endif()

option(MWS_FUZZ "Build the libFuzzer programs too; needs clang" OFF)

option(MWS_COVERAGE "Instrument for gcov" OFF)
if(MWS_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

# For builds from zero, as ./check does: takes a third off. Off by default, where ccache serves better
# and a missing #include must show.
option(MWS_PCH "Precompile the headers of Qt Core and of the standard library" OFF)
if(MWS_PCH)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cpp CONTENT "")
  add_library(mws_precompiled OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(mws_precompiled PRIVATE mws_options Qt6::Core)
  target_precompile_headers(mws_precompiled PRIVATE ${CMAKE_CURRENT_LIST_DIR}/precompiled.h)
endif()

function(mws_use_precompiled_headers target)
  if(MWS_PCH)
    target_precompile_headers(${target} REUSE_FROM mws_precompiled)
  endif()
endfunction()
