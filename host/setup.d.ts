/** The folder of this checkout. */
export const root: string;
export function cacheFolder(): string;
export function ensureNode(): Promise<{ bin: string; path: string; headers: string }>;
export function ensureCheckout(node: { path: string }): Promise<void>;
export function ensureHost(node: { path: string; headers: string }): Promise<string>;
