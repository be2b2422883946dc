import { preparedHome } from '@coppice/persistence/testing'
import { type CheckoutServer, freePort, launchFromCheckout, tempFolder } from '@coppice/testkit'
import { onTestFinished } from 'vitest'
import { checkout } from './checkout.ts'

/** A data folder and a port. Tests start one server after the other with them. */
export interface Place {
  home: string
  port: number
}

export const newPlace = async (): Promise<Place> => ({ home: await preparedHome(tempFolder()), port: await freePort() })

/** Starts a server without the console. It may end before it accepts work, so the caller waits for `ready()`. */
export const launch = (place: Place, env: Record<string, string> = {}): Promise<CheckoutServer> =>
  launchFromCheckout({ checkout, ...place, env, command: ['bin/coppice', 'serve', '--no-console'] })

/** Starts a server without the console and waits until it accepts work. At the end of the test, all its processes are killed. */
export async function serve(place: Place): Promise<CheckoutServer> {
  const server = await launch(place)
  onTestFinished(() => server.killAll())
  await server.ready()
  return server
}
