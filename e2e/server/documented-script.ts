import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { checkout } from './checkout.ts'

/** A script of docs/client in a folder of its own, with the packages that its reader would install; answers its path. */
export function copyBesideModules(name: string): string {
  const folder = tempFolder('client')
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(checkout, 'e2e/node_modules/graphql-ws'), join(folder, 'node_modules/graphql-ws'))
  copyFileSync(join(checkout, 'docs/client', name), join(folder, name))
  return join(folder, name)
}
