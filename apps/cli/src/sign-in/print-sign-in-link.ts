import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const CREATE = 'mutation SignIn { createSignInLink { path } }'

export async function printSignInLink(io: Io): Promise<ExitCode> {
  const { url, api } = await requireServer()
  const { createSignInLink } = await api.request<{ createSignInLink: { path: string } }>(CREATE)
  io.out(url + createSignInLink.path)
  io.message('The link works once, within five minutes.')
  return EXIT.done
}
