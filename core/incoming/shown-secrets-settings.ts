/** The credentials of senders that show a secret itself, checked for mistakes. */
import { IntegrationError } from '../errors';
import { isFieldName } from '../http/header-fields';

/** The fields of `loginPasswordApi`, as saved. */
export interface BasicCredential {
	login?: string;
	password?: string;
}

/** The fields of `headerKeyApi`, as saved. */
export interface HeaderKeyCredential {
	header?: string;
	keys?: { rows?: Array<{ key?: string }> };
}

/** Shorter ones can be guessed. */
const MIN_LENGTH = 8;

const mistake = (field: string, message: string, hint: string) =>
	new IntegrationError(message, { code: 'SENDER_CREDENTIAL_INVALID', field, hint });

/** @throws {IntegrationError} `SENDER_CREDENTIAL_INVALID`, naming the field */
export function readBasicSettings({ login = '', password = '' }: BasicCredential) {
	if (login === '') throw mistake('login', 'Login is empty', 'Enter the login that senders use.');
	if (login.includes(':')) {
		throw mistake(
			'login',
			'Login must not contain a colon',
			'A colon ends the login: use another.',
		);
	}
	if (password.length < MIN_LENGTH) {
		throw mistake(
			'password',
			`Password is shorter than ${MIN_LENGTH} characters`,
			'Anyone on the internet can try passwords at an endpoint: enter a long random one.',
		);
	}
	return { login, password };
}

/** @throws {IntegrationError} `SENDER_CREDENTIAL_INVALID`, naming the field */
export function readHeaderKeySettings({ header = '', keys }: HeaderKeyCredential) {
	const name = header.trim();
	if (!isFieldName(name)) {
		throw mistake(
			'header',
			`Header "${name}" is not a valid header name`,
			'Enter the name alone, without a colon.',
		);
	}
	const list = (keys?.rows ?? []).flatMap(({ key = '' }) => key.trim() || []);
	if (list.length === 0) throw mistake('keys', 'Keys are missing', 'Add at least one key.');
	const short = list.findIndex((key) => key.length < MIN_LENGTH);
	if (short >= 0) {
		throw mistake(
			'keys',
			`Key ${short + 1} is shorter than ${MIN_LENGTH} characters`,
			'Anyone on the internet can try keys at an endpoint: enter a long random one.',
		);
	}
	return { header: name.toLowerCase(), keys: list };
}
