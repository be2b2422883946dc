import { existsSync, type FSWatcher, readFileSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { InboxRecord } from '@coppice/engine/domain/inbox-message'

/** The inbox is read at least once per this time, in ms, because the system may drop a notification. */
const POLL_MS = 250

/** The messages to a session, in the order in which they were written. */
export interface Inbox {
  /** Returns the messages since the last call, each with its id. */
  take(): InboxRecord[]
  close(): void
}

/**
 * @param onCancel is called when somebody asks the session to end. `take` does not return that message
 * @param onMessage is called when another message has arrived, which `take` returns
 */
export function openInbox(
  path: string,
  onCancel: (record: InboxRecord) => void,
  onMessage: () => void = () => {},
): Inbox {
  const seen = new Set<string>()
  const waiting: InboxRecord[] = []
  const read = () => {
    const before = waiting.length
    for (const record of recordsIn(path)) {
      if (seen.has(record.id)) continue
      seen.add(record.id)
      if (isCancel(record.message)) onCancel(record)
      else waiting.push(record)
    }
    return waiting.length > before
  }
  const look = () => {
    if (read()) onMessage()
  }
  const watcher = watchFile(path, look)
  const timer = setInterval(look, POLL_MS)
  look()
  return {
    take() {
      read()
      return waiting.splice(0)
    },
    close() {
      clearInterval(timer)
      watcher?.close()
    },
  }
}

const isCancel = ({ type }: InboxRecord['message']): boolean => type === 'cancel'

/**
 * Watches the folder of a file, because the file may not exist yet. If the system allows no more watches, the
 * poll finds the messages.
 */
function watchFile(path: string, call: () => void): FSWatcher | null {
  const name = basename(path)
  try {
    return watch(dirname(path), (_, changed) => {
      if (changed === name) call()
    }).on('error', () => {})
  } catch {
    return null
  }
}

/** A line counts only with its line break. */
function recordsIn(path: string): InboxRecord[] {
  if (!existsSync(path)) return []
  const text = readFileSync(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as InboxRecord]))
}
