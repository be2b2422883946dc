import { styleText } from 'node:util'
import { createLogUpdate } from 'log-update'
import { clockTime } from '../terminal/clock-time.ts'
import { harmless } from '../terminal/harmless.ts'
import { createEventLine, plainLine, type Tone } from './event-line.ts'
import { frame } from './frame.ts'
import { BoardFold } from './run-board.ts'
import type { View } from './view.ts'

const REDRAW_MS = 250

const COLOURS = { good: 'green', warning: 'yellow', bad: 'red', plain: 'reset', progress: 'reset' } as const

/**
 * Shows a run on a terminal: a line per event scrolls up, and the running tasks stay at the bottom. It does not use the alternate screen of
 * the terminal, so that people can scroll back and copy all lines.
 */
export function liveView(terminal: NodeJS.WriteStream): View {
  const live = createLogUpdate(terminal)
  const run = new BoardFold(Date.now())
  const eventLine = createEventLine()
  let keyWidth = 0
  let lostAt: number | null = null
  const draw = () => live(frame(run.board(), Date.now(), { rows: terminal.rows, columns: terminal.columns, lostAt }))
  const say = (tone: Tone, text: string) => {
    live.persist(paint(tone, text, terminal))
    draw()
  }
  const timer = setInterval(draw, REDRAW_MS)
  return {
    show(event) {
      run.add(event)
      const line = eventLine(event)
      if (line !== null && line.tone !== 'progress') {
        keyWidth = Math.max(keyWidth, line.task?.length ?? 0)
        const text = plainLine(line, Date.parse(event.at) - run.startedAt, keyWidth)
        live.persist(paint(line.tone, text, terminal))
      }
      draw()
    },
    lost() {
      lostAt = Date.now()
      say('warning', 'lost the connection to the server')
    },
    regained(url) {
      const away = clockTime(Date.now() - (lostAt ?? Date.now()))
      lostAt = null
      say('good', `reconnected to ${url} after ${away}`)
    },
    close() {
      clearInterval(timer)
      live.clear()
      live.done()
    },
  }
}

const paint = (tone: Tone, text: string, stream: NodeJS.WriteStream): string =>
  styleText(COLOURS[tone], harmless(text), { stream })
