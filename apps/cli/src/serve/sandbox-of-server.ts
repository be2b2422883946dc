import { join } from 'node:path'
import { createSandbox, type Sandbox } from '@coppice/engine'

/** The parts of the installation that agents in a sandbox use: their hosts, the task tools, and Node. */
const USED = ['apps', 'bin', 'node_modules', 'packages', 'prisma', 'scripts', 'package.json', '.toolchain']

export interface SandboxOfServer {
  env: Readonly<Record<string, string>>
  /** The folder with the installation of Coppice. */
  installation: string
  /** The data folder. */
  home: string
  bubblewrapAtLeast: string | null
}

/** Makes the sandbox of a server. Agents in it do not see the data folder, and may read the installation. */
export const sandboxOfServer = ({ env, installation, home, bubblewrapAtLeast }: SandboxOfServer): Sandbox =>
  createSandbox(
    { env, bubblewrapAtLeast },
    {
      hidden: [home],
      readable: [...USED.map((name) => join(installation, name)), process.execPath],
    },
  )
