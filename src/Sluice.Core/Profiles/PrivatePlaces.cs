namespace Sluice.Profiles;

/// <summary>Places that hold what is people's own: keys, passwords, money, what they talked about with machines. By words that stay the same.</summary>
internal static class PrivatePlaces
{
    /// <summary>Said of a file that names so many of them: who looks everywhere is after whatever there is.</summary>
    public const string Many = "many";
    public const int LeastOfMany = 3;

    /// <summary>No program that is not about them has to know these.</summary>
    public static readonly IReadOnlyList<string> Guarded = ["ssh-keys", "browser-logins", "wallets", "wallet-provider", "keychains", "cloud-metadata", "shell-history", "messengers", "agent-permissions", Many];

    /// <summary>Tools of all sorts come to know these.</summary>
    public static readonly IReadOnlyList<string> Known = ["npm-credentials", "pypi-credentials", "netrc", "git-credentials", "git-config", "aws-credentials", "gcloud-credentials", "azure-credentials", "kube-config", "docker-config", "shell-start", "agents", "browser-profile", "patched-requests", "whole-environment", "clipboard", "cookies"];

    /// <summary>As they are written.</summary>
    public static readonly IReadOnlyList<LiteralWord> Words =
    [
        .. Paths("ssh-keys", ".ssh", "id_rsa", "id_ed25519", "id_ecdsa", "authorized_keys"),
        .. Paths("npm-credentials", ".npmrc", "_authToken"),
        .. Paths("pypi-credentials", ".pypirc"),
        .. Paths("netrc", ".netrc"),
        .. Paths("git-credentials", ".git-credentials"),
        .. Paths("git-config", ".gitconfig"),
        .. Paths("aws-credentials", ".aws"),
        .. Paths("gcloud-credentials", ".config/gcloud", "application_default_credentials"),
        .. Paths("azure-credentials", ".azure"),
        .. Paths("kube-config", ".kube"),
        .. Paths("docker-config", ".docker"),
        .. Paths("shell-start", ".bashrc", ".zshrc", ".bash_profile", ".zprofile", ".zshenv", "/.profile"),
        .. Paths("shell-history", ".bash_history", ".zsh_history", ".node_repl_history", ".python_history"),
        .. Paths("browser-logins", "Login Data", "cookies.sqlite", "logins.json", "key4.db", "Network/Cookies", "Default/Cookies", "Local Storage/leveldb", "Local Extension Settings"),
        .. Paths("browser-profile", "Local State"),
        .. Paths("wallets", "wallet.dat", "exodus.wallet", ".electrum", "lectrum/wallets", ".config/solana", "thereum/keystore", "nkbihfbeogaeaoehlefnkodbefgpgknn", "ejbalbakoplchlghecdalmeeeajnimhm", "bfnaelmomeimhlpmgjnjophhpkkoljpa"),
        .. Paths("keychains", "Library/Keychains", "login.keychain", "find-generic-password", ".gnupg", ".local/share/keyrings", ".password-store", "/etc/shadow"),
        .. Paths("messengers", "tdata", "discord/Local"),
        .. Paths("cloud-metadata", "169.254.169.254", "metadata.google.internal", "100.100.100.200", "fd00:ec2::254", "169.254.170.2"),
        .. Paths("agents", ".claude", ".gemini", ".cursor/", ".codex/", ".windsurf", ".codeium"),
        .. Paths("agent-permissions", "--dangerously-skip-permissions", "--trust-all-tools", "--yolo"),
        .. Objects("wallet-provider", "window.ethereum", "window.solana", "window.phantom", "globalThis.ethereum"),
        .. Objects("whole-environment", "JSON.stringify(process.env)", "json.dumps(dict(os.environ"),
        .. Objects("wallet-provider", "ethereum.request", "solana.signTransaction", "solana.signAndSendTransaction"),
        .. Objects("clipboard", "clipboard.readText", "clipboard.read("),
        .. Objects("cookies", "document.cookie"),
        .. Patches("patched-requests", "XMLHttpRequest.prototype", "window.fetch", "globalThis.fetch"),
    ];

    private static IEnumerable<LiteralWord> Paths(string place, params string[] words) => words.Select(word => new LiteralWord(word, LiteralRole.Place, place));

    private static IEnumerable<LiteralWord> Objects(string place, params string[] words) => words.Select(word => new LiteralWord(word, LiteralRole.Object, place));

    private static IEnumerable<LiteralWord> Patches(string place, params string[] words) => words.Select(word => new LiteralWord(word, LiteralRole.Patched, place));
}
