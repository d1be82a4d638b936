using System.Text;
using Sluice.Profiles;

namespace Sluice.Tests.Profiles;

public sealed class RecipientsTests
{
    [Theory]
    [InlineData("client.sendEmail({ Bcc: 'phan@gifts.acme-mail.club' })", "gifts.acme-mail.club")]
    [InlineData("nodemailer.send({ to: `Ann <ann.b+c@Acme-Mail.club>` })", "acme-mail.club")]
    [InlineData("const smtp = 1, who = \"a@one.dev,b@two.dev\"", "one.dev two.dev")]
    public void Addresses_in_code_that_sends_mail_are_kept_as_a_hash_and_the_domain(string code, string domains)
    {
        var found = Recipients.Of(Encoding.UTF8.GetBytes(code), CodeDialect.Script)!.Addresses;

        Assert.Equal(domains.Split(' '), found.Select(address => address[(address.IndexOf('@') + 1)..]).Order(StringComparer.Ordinal));
        Assert.All(found, address => Assert.Equal(12, address.IndexOf('@')));
    }

    [Theory]
    [InlineData("fetch('https://acme.dev'); // ask ann@acme.dev")]
    [InlineData("const help = 'ann@acme.dev'")]
    [InlineData("// sendMail to ann@acme.dev\nsendMail(process.env.TO)")]
    [InlineData("sendMail({ to: 'user@example.com', from: 'me@acme.example' })")]
    [InlineData("import x from '@acme/smtp'; const v = 'smtp@1.2.3', f = 'icon@2x.js'")]
    [InlineData("const smtp = 'smtp://ann:secret@mail.acme.dev/'")]
    [InlineData("const smtp = 'git@git.acme.dev:acme/smtp'")]
    public void What_is_no_recipient_is_not_kept(string code) => Assert.Null(Recipients.Of(Encoding.UTF8.GetBytes(code), CodeDialect.Script));

    [Fact]
    public void Who_it_is_makes_a_difference_and_the_case_none()
    {
        string Of(string address) => Assert.Single(Recipients.Of(Encoding.UTF8.GetBytes($"smtp('{address}')"), CodeDialect.Script)!.Addresses);

        Assert.Equal(Of("ann@acme.dev"), Of("Ann@Acme.DEV"));
        Assert.NotEqual(Of("ann@acme.dev"), Of("bob@acme.dev"));
    }
}
