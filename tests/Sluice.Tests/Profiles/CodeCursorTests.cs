using System.Text;
using Sluice.Profiles;

namespace Sluice.Tests.Profiles;

public sealed class CodeCursorTests
{
    /// <summary>Each place of the program, with a letter for what it is part of.</summary>
    [Theory]
    [InlineData("a = 'b'; // c", "cccctttccmmmm")]
    [InlineData("a/b/c", "ccccc")]
    [InlineData("a=/b'/;c", "ccttttcc")]
    [InlineData("f(/[/']/)", "ccttttttc")]
    [InlineData("return/b/.c", "cccccctttcc")]
    [InlineData("(a)/b/c", "ccccccc")]
    [InlineData("`a${b}c`", "ttttcctt")]
    [InlineData("`${`a${b}`}`", "tttttttcctct")]
    [InlineData("`${{a:{}}}`;b", "tttccccccctcc")]
    [InlineData("'a\\'b'c", "ttttttc")]
    [InlineData("'a\nb", "tttc")]
    [InlineData("/*a*/b", "mmmmmc")]
    [InlineData("//a\nb", "mmmcc")]
    [InlineData("//a\rb", "mmmcc")]
    public void Every_place_is_code_text_or_comment(string program, string parts) => Assert.Equal(parts, PartsOf(program, CodeDialect.Braces));

    [Fact]
    public void What_is_never_closed_ends_with_the_program()
    {
        foreach (var open in new[] { "/*", "`", "`${", "`${`${", "\"", "/", "'''", "#", "//" })
        {
            foreach (var dialect in Enum.GetValues<CodeDialect>())
                Assert.Equal(open.Length + 3, PartsOf(open + "abc", dialect).Length);
        }
    }

    [Fact]
    public void Whatever_the_text_every_place_is_told_and_asking_for_few_is_as_asking_for_all()
    {
        var random = new Random(11);
        for (var round = 0; round < 2000; round++)
        {
            var program = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => "ab '\"`/*\\\n\r${}[]()#;"[random.Next(20)]));
            foreach (var dialect in Enum.GetValues<CodeDialect>())
            {
                var (all, cursor, bytes) = (PartsOf(program, dialect), new CodeCursor(dialect), Encoding.UTF8.GetBytes(program));
                for (var at = random.Next(3); at < bytes.Length; at += random.Next(1, 9))
                    Assert.Equal(all[at], Letter(cursor.At(bytes, at)));
            }
        }
    }

    private static string PartsOf(string program, CodeDialect dialect)
    {
        var (bytes, cursor) = (Encoding.UTF8.GetBytes(program), new CodeCursor(dialect));
        return string.Concat(Enumerable.Range(0, bytes.Length).Select(at => Letter(cursor.At(bytes, at))));
    }

    private static char Letter(CodePart part) => part switch { CodePart.Code => 'c', CodePart.Comment => 'm', _ => 't' };
}
