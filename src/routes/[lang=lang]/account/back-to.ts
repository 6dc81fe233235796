/** Where to go back to: an address of ours and nothing else. */
export const backTo = (url: URL): string => {
  const to = url.searchParams.get('to') ?? '';
  return /^\/(be|ru|en)(\/[\w./~-]*)?$/.test(to) && !to.includes('//') ? to : '';
};
