import type { Git } from '../ports/git.ts'
import type { Store } from '../ports/store.ts'

export interface ReadDeps {
  store: Store
  git: Git
}
