/**
 * The steps of the agents of this project: read, think, write, test, commit. The current folder is the worktree of the agent. Each step prints
 * what it does and waits a moment, because a model would need time too.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A template tag that returns the code between the backticks unchanged, including backslashes. */
export function code(strings) {
  return String.raw(strings).replace(/^\n/, '')
}

/** Reads the prompt: the instructions, and the failure of the attempt before. */
export function prompt() {
  const file = process.env.COPPICE_PROMPT_FILE
  return file ? readFileSync(file, 'utf8') : ''
}

export async function think(text) {
  await pause(300 + 4 * text.length)
  console.log(text)
}

export async function read(path) {
  const text = readFileSync(path, 'utf8')
  await pause(150)
  console.log(`read   ${path}  ${count(text)} lines`)
  return text
}

export async function write(path, text) {
  await pause(150 + 5 * count(text))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  console.log(`write  ${path}  +${count(text)}`)
}

/** Changes a file with a function from the old text to the new text. */
export async function edit(path, change) {
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`the change has no effect on ${path}`)
  await pause(250)
  writeFileSync(path, after)
  console.log(`edit   ${path}  +${Math.max(0, count(after) - count(before))}`)
}

/** Runs tests by name. If a test fails, prints the output and ends the agent. */
export async function runTests(...names) {
  const run = spawnSync(process.execPath, ['--test-reporter=spec', 'test/all.js', ...names], { encoding: 'utf8' })
  const passed = run.status === 0 && /pass (\d+)/.exec(run.stdout)?.[1]
  console.log(`test   ${names.join(' ')}  ${passed ? `${passed} passed` : 'FAILED'}`)
  if (!passed) throw new Error(`${run.stdout}${run.stderr}`)
}

export async function commit(message, ...paths) {
  git('add', '--', ...paths)
  git('-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message', message)
  await pause(100)
  console.log(`commit ${git('rev-parse', '--short', 'HEAD').trim()}  ${message}`)
}

export function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8' })
}

const count = (text) => text.split('\n').length - 1
