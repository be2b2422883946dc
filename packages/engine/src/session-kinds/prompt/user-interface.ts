const INTERFACE_FILE = /\.(?:astro|css|ejs|hbs|html?|jsx|less|sass|scss|svelte|tsx|vue)$/i
/** Matches whole words only. */
const BROWSER_TOOL = /\b(?:cypress|playwright|puppeteer|selenium|storybook|testcafe|webdriver)\b/i

/**
 * Guesses whether a project has a user interface for a browser.
 *
 * @param known the files that the plan names and the verify commands
 */
export const hasUserInterface = (known: { paths: readonly string[]; commands: readonly string[] }): boolean =>
  known.paths.some((path) => INTERFACE_FILE.test(path)) || known.commands.some((command) => BROWSER_TOOL.test(command))
