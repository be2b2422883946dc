const INTERFACE_FILE = /\.(?:astro|css|ejs|hbs|html?|jsx|less|sass|scss|svelte|tsx|vue)$/i
/** Whole words: `build` is no `ui`. */
const BROWSER_TOOL = /\b(?:cypress|playwright|puppeteer|selenium|storybook|testcafe|webdriver)\b/i

/**
 * Whether a project has a user interface that is seen in a browser, from what is known of it: paths that its plan names or its
 * tree holds, and the commands that verify it.
 */
export const hasUserInterface = (known: { paths: readonly string[]; commands: readonly string[] }): boolean =>
  known.paths.some((path) => INTERFACE_FILE.test(path)) || known.commands.some((command) => BROWSER_TOOL.test(command))
