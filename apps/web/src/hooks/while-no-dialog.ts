/** For keys that act at once: not while a dialog asks something else. */
export const whileNoDialog = {
  ignoreEventWhen: () => document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null,
}
