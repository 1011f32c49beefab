# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads metrics from standard input with the parser of Prometheus' client library, as JSON.

{family: {"type": text, "help": text, "samples": [[name, {label: value}, number], ...]}, ...}
"""

import json
import sys

from prometheus_client.parser import text_fd_to_metric_families

print(json.dumps({
    family.name: {
        "type": family.type,
        "help": family.documentation,
        "samples": [[sample.name, sample.labels, sample.value] for sample in family.samples],
    }
    for family in text_fd_to_metric_families(sys.stdin)
}))
