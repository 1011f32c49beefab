// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { createServer } from 'node:net';

const headerBytes = 7;
const functions = { readHolding: 3, writeOne: 6, writeSeveral: 16, identify: 0x2b };

/** A Modbus TCP device that holds texts, and says who it is in words of our choice (FC 43/14). */
export class StringDevice {
  registers = new Uint16Array(1000);
  identity = ['Acme', 'PM-7', '1.02'];
  identified = 0;
  #sockets = new Set();

  async start() {
    this.server = createServer((socket) => this.#serve(socket));
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${this.server.address().port}`;
  }

  /** Two bytes a register, zeros behind it. */
  setText(address, text, registers) {
    const bytes = Buffer.alloc(registers * 2);
    bytes.write(text, 'latin1');
    for (let i = 0; i < registers; i++) this.registers[address + i] = bytes.readUInt16BE(i * 2);
  }

  text(address, registers) {
    const bytes = Buffer.alloc(registers * 2);
    for (let i = 0; i < registers; i++) bytes.writeUInt16BE(this.registers[address + i], i * 2);
    return bytes.toString('latin1').replace(/[\0 ]+$/, '');
  }

  /** Whoever asks connects again. */
  dropAll() {
    for (const socket of this.#sockets) socket.destroy();
  }

  stop() {
    this.dropAll();
    this.server.close();
  }

  #serve(socket) {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let waiting = Buffer.alloc(0);
    socket.on('data', (data) => {
      waiting = Buffer.concat([waiting, data]);
      while (waiting.length >= 6 && waiting.length >= 6 + waiting.readUInt16BE(4)) {
        const end = 6 + waiting.readUInt16BE(4);
        socket.write(this.#frame(waiting.subarray(0, end)));
        waiting = waiting.subarray(end);
      }
    });
  }

  #frame(request) {
    const pdu = this.#answer(request.subarray(headerBytes));
    const header = Buffer.from(request.subarray(0, headerBytes));
    header.writeUInt16BE(pdu.length + 1, 4);
    return Buffer.concat([header, pdu]);
  }

  #answer(pdu) {
    const address = pdu.readUInt16BE(1);
    switch (pdu[0]) {
      case functions.readHolding:
        return this.#read(address, pdu.readUInt16BE(3));
      case functions.writeOne:
        this.registers[address] = pdu.readUInt16BE(3);
        return pdu;
      case functions.writeSeveral:
        for (let i = 0; i < pdu.readUInt16BE(3); i++) this.registers[address + i] = pdu.readUInt16BE(6 + i * 2);
        return pdu.subarray(0, 5);
      case functions.identify:
        return this.#identification();
      default:
        return Buffer.from([pdu[0] | 0x80, 1]);
    }
  }

  #read(address, count) {
    const answer = Buffer.alloc(2 + count * 2);
    answer[0] = functions.readHolding;
    answer[1] = count * 2;
    for (let i = 0; i < count; i++) answer.writeUInt16BE(this.registers[address + i] ?? 0, 2 + i * 2);
    return answer;
  }

  #identification() {
    this.identified++;
    const objects = this.identity.map((text, id) => {
      const bytes = Buffer.from(text, 'latin1');
      return Buffer.concat([Buffer.from([id, bytes.length]), bytes]);
    });
    return Buffer.concat([Buffer.from([functions.identify, 14, 1, 1, 0, 0, objects.length]), ...objects]);
  }
}
