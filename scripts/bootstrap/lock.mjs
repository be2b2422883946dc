import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 200

/**
 * Takes `path` as a lock between processes. It waits while another running process has the lock, and removes the lock of a dead process.
 * Before it removes such a lock, it takes a second lock that is named after the dead process. So if two processes find the same dead
 * process, only one of them removes the old lock, and none removes the new lock of the other. It returns a function that releases the lock.
 * @param {string} path
 * @param {{ signal: AbortSignal, onWait: (pid: number) => void }} options
 */
export async function acquireLock(path, { signal, onWait }) {
  const me = `${process.pid} ${startTime(process.pid) ?? ''}`.trim()
  const ticket = `${path}.${process.pid}`
  writeFileSync(ticket, me)
  try {
    for (let hasWaited = false; !placed(ticket, path); ) {
      signal.throwIfAborted()
      const owner = read(path)
      if (owner === null || (!isAlive(owner) && takenAway(path, owner, ticket))) continue
      if (!hasWaited) onWait(Number.parseInt(owner, 10))
      hasWaited = true
      await sleep(POLL_MS)
    }
  } finally {
    rmSync(ticket, { force: true })
  }
  return () => rmSync(path, { force: true })
}

/**
 * Removes the lock of a dead process. @returns false when another process is removing it
 * @param {string} path
 * @param {string} owner
 * @param {string} ticket
 */
function takenAway(path, owner, ticket) {
  const claim = `${path}.of-${owner.replaceAll(/\D/g, '-')}`
  if (!placed(ticket, claim)) {
    const claimer = read(claim)
    if (claimer !== null && !isAlive(claimer)) rmSync(claim, { force: true })
    return false
  }
  if (read(path) === owner) rmSync(path, { force: true })
  rmSync(claim, { force: true })
  return true
}

/**
 * Creates `path` with the content of the ticket in one step. @returns false when `path` exists
 * @param {string} ticket
 * @param {string} path
 */
function placed(ticket, path) {
  try {
    linkSync(ticket, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

/**
 * Whether the process of this lock runs. It is identified by its pid and, where the system provides it, its start time, because a pid can
 * be used again by another process.
 * @param {string} owner
 */
function isAlive(owner) {
  const [pid, started] = owner.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (!isCode(error, 'EPERM')) return false
  }
  return started === undefined || startTime(Number(pid)) === started
}

/** @param {number} pid */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
const isCode = (error, code) => error instanceof Error && 'code' in error && error.code === code
