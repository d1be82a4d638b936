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
    [InlineData("'-->'//a", "tttttmmm")]
    [InlineData("`<!--`//a", "ttttttmmm")]
    [InlineData("//-->\n'a'", "mmmmmcttt")]
    [InlineData("/*<!--*/'a'", "mmmmmmmmttt")]
    [InlineData("//a\rb", "mmmcc")]
    public void Every_place_is_code_text_or_comment(string program, string parts) => Assert.Equal(parts, PartsOf(program, CodeDialect.Script));

    /// <summary>Programs in which a slash, a bracket or a mark is not what it looks like at first.</summary>
    [Theory]
    [InlineData("if(1)/'/.test(0);fetch(u);//'")]
    [InlineData("if(1)/\\/*/.test(0);fetch(u);/*/a*/")]
    [InlineData("var a={}/fetch(u)/1")]
    [InlineData("x={}/'/'+'/*';fetch(u);'*/'")]
    [InlineData("i++/fetch(u)/1")]
    [InlineData("++/'/.lastIndex;fetch(u);//'")]
    [InlineData("a.return/fetch(u)/1")]
    [InlineData("a./**/return/fetch(u)/1")]
    [InlineData("a?.in/fetch(u)/1")]
    [InlineData("a.if(x)/fetch(u)/1")]
    [InlineData("a./**/if(x)/fetch(u)/1")]
    [InlineData("of=4;of/fetch(u)/1")]
    [InlineData("import'x'\n/'/.test(0);fetch(u);//'")]
    [InlineData("<!-- `\nfetch(u)")]
    [InlineData("\n--> `\nfetch(u)")]
    [InlineData("'-->'\n--> `\nfetch(u)")]
    [InlineData("a='<!--'<!--`\nfetch(u)")]
    [InlineData("#!/usr/bin/env node `\nfetch(u)")]
    [InlineData("for await(x of y)/'/.test(0);fetch(u);//'")]
    [InlineData("debugger\n/'/.test(0);fetch(u);//'")]
    [InlineData("x /*c*/ /fetch(u)/ 1")]
    [InlineData("x='a' /*c*/ /fetch(u)/ 1")]
    [InlineData("class A{}\n/'/.test(0);fetch(u);//'")]
    [InlineData("a[0]\n/fetch(u)/1")]
    public void Code_cannot_be_made_to_look_like_anything_else(string program)
    {
        foreach (var before in new[] { "", "'use strict';\n// so\n" })
        {
            // A first line is one only at the start, and marks of pages count wherever they are.
            var whole = program.StartsWith("#!", StringComparison.Ordinal) ? program : before + program;
            Assert.Equal('c', PartsOf(whole, CodeDialect.Script)[whole.IndexOf("fetch", StringComparison.Ordinal)]);
        }
    }

    [Theory]
    [InlineData("// a comment\n  return /'/.test(a);\nb = 'c'", "b = '", "ccccttt")]
    [InlineData("[\n  // one\n  /'/,\n  // two\n  /\"/];b = 'c'", "b = '", "ccccttt")]
    [InlineData("if (a) /'/.test(b); b = 'c'", "b = '", "ccccttt")]
    public void Honest_programs_are_read_to_the_end(string program, string at, string parts) =>
        Assert.Equal(parts, PartsOf(program, CodeDialect.Script)[program.LastIndexOf(at, StringComparison.Ordinal)..]);

    [Theory]
    [InlineData("/*\n * a\n */\nb\n", "mmmmmmmmmmmmcc")]
    [InlineData("a = @\"\n/* \";\nb\n", null)]
    [InlineData("// a\nb\n", "mmmmmcc")]
    public void Of_other_languages_lines_are_told(string program, string? parts)
    {
        var found = PartsOf(program, CodeDialect.Slashes);

        Assert.Equal('c', found[program.LastIndexOf('b')]);
        Assert.Equal(parts ?? found, found);
    }

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
                for (var (at, last) = (random.Next(3), random.Next(bytes.Length + 1)); at < last; at += random.Next(1, 9))
                    Assert.Equal(all[at], Letter(cursor.At(bytes, at)));
                for (var at = random.Next(3); at < bytes.Length; at += random.Next(1, 9))
                    Assert.Equal(all[at] == 'm', cursor.IsComment(bytes, at));
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
