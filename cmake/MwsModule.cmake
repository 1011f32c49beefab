# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Every module of the product, and the modules that it may use. This table is the architecture: a
# module that asks for more than its row allows stops the configure step, and so does a cycle.
set(MWS_ALLOWED_core "")
set(MWS_ALLOWED_project core)
set(MWS_ALLOWED_storage core)
set(MWS_ALLOWED_trust core)
set(MWS_ALLOWED_field core project)
set(MWS_ALLOWED_modbus core project field trust)
set(MWS_ALLOWED_http core trust)
set(MWS_ALLOWED_tags core project field)
set(MWS_ALLOWED_access core project storage)
set(MWS_ALLOWED_audit core storage)
set(MWS_ALLOWED_backup core project storage audit)
set(MWS_ALLOWED_forward core audit)
set(MWS_ALLOWED_history core project tags storage)
set(MWS_ALLOWED_control core project field tags access audit)
set(MWS_ALLOWED_session core project field tags access audit history control)
set(MWS_ALLOWED_northbound core project field modbus trust tags access audit history control session)
set(MWS_ALLOWED_station
  core project storage field modbus tags access audit forward history control session)
set(MWS_ALLOWED_api core project field access audit backup history control http session)
set(MWS_ALLOWED_hmi core project session)
set(MWS_ALLOWED_editor core project field modbus)
set(MWS_ALLOWED_simulator core project)

# Who may link or include a Qt library beside Qt6::Core; one without a row is for nobody.
set(MWS_RESTRICTED_Qt6::Network http access forward modbus northbound simulator trust
  app/common)
set(MWS_RESTRICTED_Qt6::HttpServer http)
set(MWS_RESTRICTED_Qt6::WebSockets http)
set(MWS_RESTRICTED_Qt6::SerialBus modbus simulator)
set(MWS_RESTRICTED_Qt6::SerialPort modbus)
set(MWS_RESTRICTED_Qt6::Sql storage)
set(MWS_RESTRICTED_Qt6::Qml hmi editor qml)
set(MWS_RESTRICTED_Qt6::Quick hmi editor app/panel)
set(MWS_RESTRICTED_Qt6::Widgets editor app/editor)
set(MWS_RESTRICTED_Qt6::Gui hmi editor app/panel)

# What the programs of tests/fuzz link and look for new paths in.
set(MWS_FUZZED core project field modbus northbound http api backup)

# The QML modules; each may import those before it, Mws.Hmi and Qt Quick.
set(MWS_QML_LAYERS Theme Controls Widgets Panel)

function(_mws_check_acyclic name path)
  foreach(dep IN LISTS MWS_ALLOWED_${name})
    if(dep IN_LIST path)
      list(JOIN path " -> " shown)
      message(FATAL_ERROR "Module cycle: ${shown} -> ${dep}")
    endif()
    _mws_check_acyclic(${dep} "${path};${dep}")
  endforeach()
endfunction()

# mws_add_module(NAME <name> [DEPENDS <module>...] [LINK <library>...])
# Builds the static library mws_<name> from the flat files of the current folder.
function(mws_add_module)
  cmake_parse_arguments(ARG "" "NAME" "DEPENDS;LINK" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "mws_add_module: unknown arguments ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT DEFINED MWS_ALLOWED_${ARG_NAME})
    message(FATAL_ERROR "Module ${ARG_NAME} is not in the table of cmake/MwsModule.cmake")
  endif()
  _mws_check_acyclic(${ARG_NAME} "${ARG_NAME}")
  foreach(dep IN LISTS ARG_DEPENDS)
    if(NOT dep IN_LIST MWS_ALLOWED_${ARG_NAME})
      message(FATAL_ERROR "Module ${ARG_NAME} must not depend on ${dep}")
    endif()
  endforeach()
  foreach(lib IN LISTS ARG_LINK)
    if(DEFINED MWS_RESTRICTED_${lib} AND NOT ARG_NAME IN_LIST MWS_RESTRICTED_${lib})
      message(FATAL_ERROR "Module ${ARG_NAME} must not link ${lib}")
    endif()
  endforeach()

  file(GLOB sources CONFIGURE_DEPENDS *.cpp *.h)
  add_library(mws_${ARG_NAME} STATIC ${sources})
  set_target_properties(mws_${ARG_NAME} PROPERTIES AUTOMOC ON LINKER_LANGUAGE CXX)
  list(TRANSFORM ARG_DEPENDS PREPEND mws_)
  target_link_libraries(mws_${ARG_NAME} PUBLIC mws_options Qt6::Core ${ARG_DEPENDS} ${ARG_LINK})
  mws_use_precompiled_headers(mws_${ARG_NAME})
  if(MWS_FUZZ AND ARG_NAME IN_LIST MWS_FUZZED)
    # What -fsanitize=fuzzer-no-link adds, without the mark that precompiled headers lack.
    target_compile_options(mws_${ARG_NAME} PRIVATE
      -fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table)
  endif()
endfunction()
