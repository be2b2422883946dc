import { expect, test } from 'vitest'
import { userEnvironment } from './user-environment.ts'

test('A2: agents use the programs of the user, not those that npm adds to PATH for Coppice', () => {
  const PATH = [
    '/home/me/coppice/node_modules/.bin',
    '/home/me/node_modules/.bin',
    '/home/node_modules/.bin',
    '/node_modules/.bin',
    '/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin',
    '/home/me/project/node_modules/.bin',
    '/usr/bin',
  ].join(':')
  const environment = { npm_lifecycle_event: 'start', PATH, HOME: '/home/me' }
  expect(userEnvironment(environment, '/home/me/coppice')).toMatchObject({
    PATH: '/home/me/project/node_modules/.bin:/usr/bin',
    HOME: '/home/me',
  })
  expect(userEnvironment({ PATH }, '/home/me/coppice')).toEqual({ PATH })
})
