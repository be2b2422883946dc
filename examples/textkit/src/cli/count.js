import { readFileSync } from 'node:fs'
import { lines } from '../lines.js'

/** textkit count FILE: how many lines it has. */
export function run([file], io) {
  if (!file) {
    io.stderr.write('usage: textkit count FILE\n')
    return 2
  }
  io.stdout.write(`${lines(readFileSync(file, 'utf8')).length}\n`)
  return 0
}
