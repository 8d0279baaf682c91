// Passkeys: asks the browser what a form needs and sends the form. Without this file the
// form says on the server that nothing was signed.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const make = async ({ challenge, party, user, name, known }) => {
	const { response } = await navigator.credentials.create({ publicKey: {
		challenge: bytes(challenge),
		rp: { id: party, name: "Hải Đăng" },
		user: { id: bytes(user), name, displayName: name },
		pubKeyCredParams: [-7, -8, -257].map(alg => ({ type: "public-key", alg })),
		excludeCredentials: known.split(" ").filter(Boolean).map(id => ({ type: "public-key", id: bytes(id) })),
		authenticatorSelection: { residentKey: "required", userVerification: "required" },
		attestation: "none",
	} });
	return { client: text(response.clientDataJSON), attestation: text(response.attestationObject) };
};
const use = async ({ challenge, party }) => {
	const { rawId, response } = await navigator.credentials.get({ publicKey: {
		challenge: bytes(challenge), rpId: party, userVerification: "required",
	} });
	return { credential: text(rawId), client: text(response.clientDataJSON), data: text(response.authenticatorData), signature: text(response.signature) };
};
for (const form of document.querySelectorAll("form[data-passkey]")) form.addEventListener("submit", async event => {
	event.preventDefault();
	const said = form.querySelector("[role=alert]");
	said.hidden = true;
	try {
		const got = await (form.dataset.passkey === "make" ? make : use)(form.dataset);
		for (const [name, value] of Object.entries(got)) form.elements[name].value = value;
		form.submit();
	} catch {
		said.hidden = false;
	}
});
