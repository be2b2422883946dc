const INTERFACE_FILE = /\.(?:astro|css|ejs|hbs|html?|jsx|less|sass|scss|svelte|tsx|vue)$/i
/** Matches whole words only: `build` is not `ui`. */
const BROWSER_TOOL = /\b(?:cypress|playwright|puppeteer|selenium|storybook|testcafe|webdriver)\b/i

/**
 * Guesses whether a project has a user interface that is seen in a browser. `paths`: what its plan names; `commands`: what verifies it.
 */
export const hasUserInterface = (known: { paths: readonly string[]; commands: readonly string[] }): boolean =>
  known.paths.some((path) => INTERFACE_FILE.test(path)) || known.commands.some((command) => BROWSER_TOOL.test(command))
