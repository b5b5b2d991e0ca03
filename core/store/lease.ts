/** No lease lasts longer than this; one that seems to is from before a clock was set back, or the machine started. */
export const MAX_LEASE_MS = 60_000;
