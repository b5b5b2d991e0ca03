/**
 * Lets Node run the TypeScript of this checkout as the build compiles it, for `node --import ./bench/compile.mjs`.
 * tsx would wrap every function in a helper that keeps its name, which no published file does and which costs time.
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

import { transformSync } from 'esbuild';

const isRelative = (specifier) => /^\.\.?\//.test(specifier);

registerHooks({
	resolve(specifier, context, next) {
		if (isRelative(specifier) && context.parentURL?.endsWith('.ts')) {
			for (const ending of ['.ts', '/index.ts']) {
				const url = new URL(specifier + ending, context.parentURL);
				if (existsSync(url)) return { url: url.href, format: 'commonjs', shortCircuit: true };
			}
		}
		return next(specifier, context);
	},
	load(url, context, next) {
		if (!url.endsWith('.ts')) return next(url, context);
		const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), {
			loader: 'ts',
			format: 'cjs',
			target: 'node22.16',
			minifySyntax: true,
			// A required module shows all its exports, an imported one only those that Node can guess.
			supported: { 'dynamic-import': false },
		});
		return { format: 'commonjs', source: code, shortCircuit: true };
	},
});
