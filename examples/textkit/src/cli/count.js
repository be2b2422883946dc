import { readFileSync } from 'node:fs'
import { lines } from '../lines.js'

/** Carries out textkit count FILE: prints the number of lines of the file. */
export function run([file], io) {
  if (!file) {
    io.stderr.write('usage: textkit count FILE\n')
    return 2
  }
  io.stdout.write(`${lines(readFileSync(file, 'utf8')).length}\n`)
  return 0
}
