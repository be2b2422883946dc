import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { objectStores } from './object-stores.ts'
import { privateHome } from './private-home.ts'

it('A2: of the home of the user, an agent in a sandbox sees only toolchains, and writes its caches into its own home', () => {
  const users = tempFolder('users')
  for (const folder of ['.rustup', '.cargo/bin', '.nvm/versions/node/v24/bin', '.local/bin', '.ssh'])
    mkdirSync(join(users, folder), { recursive: true })
  const path = ['.cargo/bin', '.nvm/versions/node/v24/bin', '.local/bin', 'bin'].map((name) => join(users, name))
  const env = {
    HOME: users,
    PATH: ['/usr/bin', users, ...path].join(':'),
    NPM_CONFIG_CACHE: join(users, '.npm'),
    SSL_CERT_FILE: '/certs.pem',
  }
  const { readable, env: changed } = privateHome('/own', env)
  expect(readable).toEqual(
    ['.cargo/bin', '.nvm/versions/node/v24', '.local/bin', 'bin', '.rustup', '.nvm']
      .map((name) => join(users, name))
      .concat('/certs.pem'),
  )
  expect(changed).toEqual({
    HOME: '/own',
    NPM_CONFIG_CACHE: null,
    RUSTUP_HOME: join(users, '.rustup'),
    NVM_DIR: join(users, '.nvm'),
  })
})

it('an agent may read every store from which its repository borrows objects', () => {
  const [own, borrowed] = [tempFolder('own'), tempFolder('borrowed')]
  mkdirSync(join(own, 'objects/info'), { recursive: true })
  mkdirSync(join(borrowed, 'info'), { recursive: true })
  writeFileSync(join(own, 'objects/info/alternates'), `# a comment\n${borrowed}\n`)
  // A store that borrows from itself.
  writeFileSync(join(borrowed, 'info/alternates'), `${borrowed}\n`)
  expect(objectStores(own)).toEqual([join(own, 'objects'), borrowed])
})
