import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { objectStores, submoduleCopies } from './object-stores.ts'
import { linkedPrograms, privateHome } from './private-home.ts'

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
    ['.cargo/bin', '.nvm/versions/node/v24/bin', '.local/bin', 'bin', '.rustup', '.nvm']
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

it('A2: beside a folder of programs, an agent sees only libraries; the credentials of ~/.fly, ~/.docker and ~/.pulumi stay hidden', () => {
  const users = tempFolder('users')
  for (const folder of [
    '.fly/bin',
    '.docker/bin',
    '.pulumi/bin',
    'tool/bin',
    'tool/lib',
    'tool/secrets',
    'sdk/go1.26/bin',
  ])
    mkdirSync(join(users, folder), { recursive: true })
  const path = ['.fly/bin', '.docker/bin', '.pulumi/bin', 'tool/bin', 'sdk/go1.26/bin'].map((name) => join(users, name))
  const { readable } = privateHome('/own', { HOME: users, PATH: path.join(':'), GOROOT: users, BUN_INSTALL: '/' })
  expect(readable).toEqual(
    ['.fly/bin', '.docker/bin', '.pulumi/bin', 'tool/bin', 'tool/lib', 'sdk/go1.26'].map((name) => join(users, name)),
  )
})

it('an agent may read the file behind a link in PATH that its command names', () => {
  const users = tempFolder('users')
  const [bin, versions] = [join(users, '.local/bin'), join(users, '.local/share/claude/versions')]
  for (const folder of [bin, versions]) mkdirSync(folder, { recursive: true })
  for (const name of ['claude', 'other']) {
    writeFileSync(join(versions, name), '')
    symlinkSync(join(versions, name), join(bin, name))
  }
  symlinkSync(versions, join(bin, 'folder'))
  const found = (command: string) => linkedPrograms(command, { PATH: `/usr/none:${bin}` })
  expect(found('cd src && claude -p "$COPPICE_PROMPT"; folder; nothing')).toEqual([join(versions, 'claude')])
  expect(found(`${bin}/claude -p`)).toEqual([join(versions, 'claude')])
  expect(found('/elsewhere/claude -p')).toEqual([])
})

it('A2: of a copy of a submodule, an agent may read what git needs to clone it, but not its config', () => {
  const common = tempFolder('common')
  const copy = join(common, 'modules/libs/a')
  for (const folder of ['objects', 'refs', 'modules/inner/objects']) mkdirSync(join(copy, folder), { recursive: true })
  for (const file of ['HEAD', 'config', 'packed-refs', 'modules/inner/HEAD', 'modules/inner/config'])
    writeFileSync(join(copy, file), '')
  expect(submoduleCopies(common).sort()).toEqual(
    ['HEAD', 'modules/inner/HEAD', 'modules/inner/objects', 'objects', 'packed-refs', 'refs']
      .map((name) => join(copy, name))
      .sort(),
  )
  expect(submoduleCopies(tempFolder())).toEqual([])
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
