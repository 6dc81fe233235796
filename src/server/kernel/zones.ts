/** The closed list of time zones that a page may be asked in. */
export const zones: readonly string[] = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
