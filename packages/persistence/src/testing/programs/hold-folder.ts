/** `hold-folder.ts PATH` opens the data folder, prints `held` or the error, and then runs until it is killed. */
import { once } from 'node:events'
import { openDataFolder } from '../../folder/data-folder.ts'

const [path = ''] = process.argv.slice(2)
console.log('ready')
await once(process.stdin, 'data')
try {
  const folder = await openDataFolder(path)
  await folder.announce({ url: 'http://127.0.0.1:4000', pid: process.pid, token: 'a token' })
  console.log('held')
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : error)
}
