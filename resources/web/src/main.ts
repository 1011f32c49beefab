// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { mount } from 'svelte';
import 'virtual:themes.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/tables.css';
import App from './App.svelte';

const target = document.getElementById('app');
if (target) mount(App, { target });
