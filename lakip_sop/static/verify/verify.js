/* The digest of a dropped file, computed in the browser; the file is sent nowhere. */
(function () {
    "use strict";
    const drop = document.getElementById("drop");
    if (!drop) {
        return;
    }
    const file = document.getElementById("file");
    const result = document.getElementById("result");

    function say(key, kind) {
        result.textContent = document.getElementById(`text-${key}`).textContent;
        result.className = kind || "";
    }

    async function compare(chosen) {
        if (!chosen) {
            return;
        }
        document.getElementById("chosen").textContent = chosen.name;
        say("busy");
        let digest;
        try {
            const bytes = await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer());
            digest = [...new Uint8Array(bytes)]
                .map((byte) => byte.toString(16).padStart(2, "0"))
                .join("");
        } catch {
            say("failed", "o_invalid");
            return;
        }
        if (digest === drop.dataset.signed) {
            const revoked = "revoked" in drop.dataset;
            say(revoked ? "same-revoked" : "same", revoked ? "o_revoked" : "o_valid");
        } else if (digest === drop.dataset.approved) {
            say("approved", "o_revoked");
        } else {
            say("other", "o_invalid");
        }
    }

    if (!window.isSecureContext || !window.crypto || !window.crypto.subtle) {
        file.disabled = true;
        say("insecure");
        return;
    }
    file.addEventListener("change", () => compare(file.files[0]));
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
        document.addEventListener(name, (ev) => {
            ev.preventDefault();
            drop.classList.toggle("o_over", name === "dragenter" || name === "dragover");
            if (name === "drop") {
                compare(ev.dataTransfer.files[0]);
            }
        });
    }
})();
