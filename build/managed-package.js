/**
 * Prints what n8n's `N8N_COMMUNITY_PACKAGES` needs to install a tarball of this package, version and checksum included:
 * `node build/managed-package.js <tarball>`.
 */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { name, version } = require('../package.json');

/** @returns {string} Subresource Integrity, as the registry's `dist.integrity` */
const integrityOf = (tarball) =>
	`sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;

/** @returns {string} JSON for the environment variable */
const managedPackages = (tarball) =>
	JSON.stringify([{ name, version, checksum: integrityOf(tarball) }]);

module.exports = { integrityOf, managedPackages };

if (require.main === module) console.log(managedPackages(process.argv[2]));
