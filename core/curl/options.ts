/**
 * Every option that curl documents (curl 8.17, `curl --help all`, and those that older releases had). In the
 * lists, `-X,request=` is the option `--request` with the letter `-X`; `=` marks an option that takes a value.
 */

/**
 * `request`: becomes part of the request or the node's options. `ignored`: changes only what curl prints, writes
 * or how it connects. `unsupported`: asks for something that the node does not do.
 */
export type OptionRole = 'request' | 'ignored' | 'unsupported';

export interface CurlOption {
	/** Long name without the dashes. */
	name: string;
	letter: string | undefined;
	takesValue: boolean;
	role: OptionRole;
}

const REQUEST = `
	-A,user-agent= -b,cookie= -d,data= data-ascii= data-binary= data-raw= data-urlencode= -e,referer= -F,form=
	form-string= -G,get -g,globoff -H,header= -I,head json= oauth2-bearer= -r,range= -T,upload-file= -u,user= url=
	url-query= -X,request= basic -L,location location-trusted follow max-redirs= connect-timeout= -m,max-time= -k,insecure
	-x,proxy= -U,proxy-user= noproxy= path-as-is retry= retry-delay= retry-max-time= -:,next`;

const IGNORED = `
	compressed -q,disable -f,fail fail-early fail-with-body -i,include show-headers -N,buffer no-buffer
	progress-meter no-progress-meter clobber no-clobber -#,progress-bar -S,show-error -s,silent -v,verbose
	-o,output= output-dir= -O,remote-name remote-name-all -J,remote-header-name -R,remote-time remove-on-error
	skip-existing create-dirs create-file-mode= -D,dump-header= -w,write-out= stderr= styled-output
	suppress-connect-headers trace= trace-ascii= trace-config= trace-ids trace-time xattr libcurl= etag-save=
	-c,cookie-jar= -j,junk-session-cookies -0,http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only http0.9
	-4,ipv4 -6,ipv6 alpn no-alpn npn no-npn sessionid no-sessionid keepalive no-keepalive keepalive-time=
	keepalive-cnt= tcp-fastopen tcp-nodelay mptcp happy-eyeballs-timeout-ms= expect100-timeout= limit-rate=
	-Y,speed-limit= -y,speed-time= -1,tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tls-earlydata false-start
	-Z,parallel parallel-immediate parallel-max= rate= disallow-username-in-url alt-svc= hsts=
	ssl-no-revoke ssl-revoke-best-effort ssl-allow-beast ssl-sessions= ssl ssl-reqd ca-native proxy-ca-native
	proxy-http2 proxy-basic -p,proxytunnel egd-file= random-file= -B,use-ascii no-basic proto= proto-redir=
	retry-all-errors retry-connrefused out-null parallel-max-host=`;

const UNSUPPORTED = `
	abstract-unix-socket= anyauth -a,append aws-sigv4= cacert= capath= -E,cert= cert-status cert-type= ciphers=
	compressed-ssh -K,config= connect-to= -C,continue-at= crlf crlfile= curves= delegation= digest disable-eprt eprt
	disable-epsv epsv dns-interface= dns-ipv4-addr= dns-ipv6-addr= dns-servers= doh-cert-status doh-insecure doh-url=
	dump-ca-embed ech= engine= etag-compare= form-escape ftp-account= ftp-alternative-to-user= ftp-create-dirs
	ftp-method= ftp-pasv -P,ftp-port= ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-ccc-mode= ftp-ssl-control
	haproxy-clientip= haproxy-protocol -h,help hostpubmd5= hostpubsha256= ignore-content-length interface= ip-tos=
	ipfs-gateway= knownhosts= key= key-type= krb= -l,list-only local-port= login-options= mail-auth= mail-from= mail-rcpt=
	mail-rcpt-allowfails -M,manual max-filesize= metalink negotiate -n,netrc netrc-file= netrc-optional ntlm
	ntlm-wb pass= pinnedpubkey= post301 post302 post303 preproxy= proto-default= proxy-anyauth
	proxy-cacert= proxy-capath= proxy-cert= proxy-cert-type= proxy-ciphers= proxy-crlfile= proxy-digest
	proxy-header= proxy-insecure proxy-key= proxy-key-type= proxy-negotiate proxy-ntlm proxy-pass=
	proxy-pinnedpubkey= proxy-service-name= proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tls13-ciphers=
	proxy-tlsauthtype= proxy-tlspassword= proxy-tlsuser= proxy-tlsv1 proxy1.0= pubkey= -Q,quote= raw
	request-target= resolve= sasl-authzid=
	sasl-ir service-name= sigalgs= socks4= socks4a= socks5= socks5-basic socks5-gssapi socks5-gssapi-nec
	socks5-gssapi-service= socks5-hostname= ssl-auto-client-cert -2,sslv2 -3,sslv3 -t,telnet-option= tftp-blksize=
	tftp-no-options -z,time-cond= tls-max= tls13-ciphers= tlsauthtype= tlspassword= tlsuser= tr-encoding
	unix-socket= upload-flags= variable= -V,version vlan-priority=`;

function readList(role: OptionRole, list: string): CurlOption[] {
	return list
		.trim()
		.split(/\s+/)
		.map((entry) => {
			const letter = /^-(.),/.exec(entry)?.[1];
			const name = entry.replace(/^-.,/, '').replace(/=$/, '');
			return { name, letter, takesValue: entry.endsWith('='), role };
		});
}

export const CURL_OPTIONS: readonly CurlOption[] = [
	...readList('request', REQUEST),
	...readList('ignored', IGNORED),
	...readList('unsupported', UNSUPPORTED),
];

const byName = new Map(CURL_OPTIONS.map((option) => [option.name, option]));
const byLetter = new Map(CURL_OPTIONS.map((option) => [option.letter, option]));

export function optionOfLetter(letter: string): CurlOption | undefined {
	return byLetter.get(letter);
}

/**
 * Finds a long option as curl does: by its name or an unambiguous beginning of it.
 * @returns the option, or every option that the name could mean (none, or two and more)
 */
export function optionOfName(name: string): CurlOption | CurlOption[] {
	const exact = byName.get(name) ?? expanding(name);
	if (exact !== undefined) return exact;
	const candidates = CURL_OPTIONS.filter((option) => option.name.startsWith(name));
	const [first, ...others] = candidates;
	return first !== undefined && others.length === 0 ? first : candidates;
}

/** `--expand-data`: an option with a value that contains variables of curl's own (`--variable`). */
function expanding(name: string): CurlOption | undefined {
	const option = name.startsWith('expand-') ? byName.get(name.slice('expand-'.length)) : undefined;
	return option?.takesValue
		? { ...option, name, letter: undefined, role: 'unsupported' }
		: undefined;
}
