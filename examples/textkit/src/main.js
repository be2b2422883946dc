import { readdirSync } from 'node:fs'

/** Returns the names of the commands: one per file in `cli/`. */
export function commands() {
  return readdirSync(new URL('./cli/', import.meta.url))
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -'.js'.length))
    .sort()
}

/** Runs a command. `io` has stdin, stdout and stderr. @returns the exit code. */
export async function main([name, ...rest], io) {
  if (!commands().includes(name)) {
    io.stderr.write(`usage: textkit <command>\ncommands: ${commands().join(', ')}\n`)
    return 2
  }
  const command = await import(`./cli/${name}.js`)
  return command.run(rest, io)
}
