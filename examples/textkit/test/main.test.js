import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { main } from '../src/main.js'
import { io } from '../support/io.js'

test('for an unknown command, the commands are listed', async () => {
  const terminal = io()
  assert.equal(await main(['no-such-command'], terminal), 2)
  assert.match(terminal.errors(), /commands: .*count/)
})

test('count prints the number of lines of a file', async () => {
  const terminal = io()
  assert.equal(await main(['count', fileURLToPath(new URL('../support/io.js', import.meta.url))], terminal), 0)
  assert.match(terminal.output(), /^\d+\n$/)
})
