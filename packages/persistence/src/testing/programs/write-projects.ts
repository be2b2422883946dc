/** `write-projects.ts PATH` stores one project after the other in the folder's database, and prints the name of each after its commit. */
import { once } from 'node:events'
import { systemClock } from '@coppice/engine/ports/clock'
import { openDatabase } from '../../database/database.ts'
import { openDataFolder } from '../../folder/data-folder.ts'
import { NOW, sampleProject } from '../sample-records.ts'

const [path = ''] = process.argv.slice(2)
const { store } = await openDatabase({ folder: await openDataFolder(path), clock: systemClock })
console.log('ready')
await once(process.stdin, 'data')
for (let number = 0; ; number++) {
  const project = sampleProject({ name: `project ${number}`, createdAt: NOW + number })
  await store.transaction((tx) => tx.insertProject(project))
  console.log(project.name)
}
