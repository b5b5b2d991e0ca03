/** Causes that differ in numbers alone, such as places and durations, are of one kind. */
export const causeKind = (cause: string): string => cause.replace(/\d+/g, '0');
