using System.Text;
using Sluice.Artifacts;
using Sluice.Profiles;

namespace Sluice.Sources;

/// <summary>Words of what profiles do not ask for, because every second program does it: restoring bytes, deleting, shells that fetch and run.</summary>
internal static class AlienWords
{
    private static readonly (string Text, AlienMarks Mark)[] Code =
    [
        ("execSync(", AlienMarks.Process), ("spawnSync(", AlienMarks.Process), ("exec.Command(", AlienMarks.Process), ("Runtime.getRuntime(", AlienMarks.Process), ("mainModule.require", AlienMarks.Process),
        ("_compile(", AlienMarks.Evaluation), ("runInThisContext", AlienMarks.Evaluation), ("net.Dial", AlienMarks.Network),
        ("createDecipher", AlienMarks.Decoding), ("fromCharCode", AlienMarks.Decoding), ("b64decode", AlienMarks.Decoding), ("atob(", AlienMarks.Decoding), ("'base64'", AlienMarks.Decoding), ("\"base64\"", AlienMarks.Decoding), ("'hex'", AlienMarks.Decoding), ("\"hex\"", AlienMarks.Decoding), ("FromBase64String", AlienMarks.Decoding),
        ("rmSync(", AlienMarks.Deletion), ("rmdirSync(", AlienMarks.Deletion), ("unlinkSync(", AlienMarks.Deletion), ("rimraf", AlienMarks.Deletion), ("fs.rm(", AlienMarks.Deletion), ("fs.unlink(", AlienMarks.Deletion), ("fs.rmdir(", AlienMarks.Deletion), ("promises.rm(", AlienMarks.Deletion),
        ("rmtree(", AlienMarks.Deletion), ("os.remove(", AlienMarks.Deletion), ("os.unlink(", AlienMarks.Deletion),
    ];

    private static readonly (string Text, AlienMarks Mark)[] Shell =
    [
        .. Code, ("rundll32", AlienMarks.Process), ("powershell", AlienMarks.Process), ("| $SHELL", AlienMarks.Process), ("| sh\n", AlienMarks.Process), ("| bash", AlienMarks.Process), ("|sh\n", AlienMarks.Process), ("nohup ", AlienMarks.Process),
        ("eval $", AlienMarks.Evaluation), ("eval \\$", AlienMarks.Evaluation), ("curl ", AlienMarks.Network), ("wget ", AlienMarks.Network), ("/dev/tcp/", AlienMarks.Network),
    ];

    private static readonly LiteralSearch CodeSearch = new([.. Code.Select(word => Encoding.ASCII.GetBytes(word.Text))]);
    private static readonly LiteralSearch ShellSearch = new([.. Shell.Select(word => Encoding.ASCII.GetBytes(word.Text))]);

    public static AlienMarks MarksOf(ReadOnlySpan<byte> text, CodeDialect dialect)
    {
        var isShell = dialect is CodeDialect.Lines or CodeDialect.Slashes or CodeDialect.None;
        var words = isShell ? Shell : Code;
        var cursor = new CodeCursor(dialect);
        var found = (isShell ? ShellSearch : CodeSearch).FindAll(text, (all, at, index) => IsWhole(all, at, words[index].Text) && cursor.At(all, at) != CodePart.Comment);
        var marks = AlienMarks.None;
        for (var i = 0; i < words.Length; i++)
            marks |= (found >> i & 1) != 0 ? words[i].Mark : AlienMarks.None;
        return marks;
    }

    /// <summary>Not the end of a longer name.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> text, int at, string word) => at == 0 || !ByteClass.Names.Contains(text[at]) || !ByteClass.Names.Contains(text[at - 1]) || word is "_compile(" or "rimraf" or "createDecipher" or "rmtree(";
}
