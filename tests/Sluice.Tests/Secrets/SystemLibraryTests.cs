using Sluice.Findings;
using Sluice.Tests.Incidents;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

public sealed class SystemLibraryTests
{
    [Theory]
    [InlineData("usr/lib/x86_64-linux-gnu/libcrypto-like.so.30", false)]
    [InlineData("app/server", true)]
    public void A_key_in_a_library_of_the_system_tests_the_library_and_one_in_the_product_is_a_leak(string path, bool isLeak)
    {
        byte[] program = [0x7f, .. "ELF"u8, 2, 1, 1, .. new byte[57], .. IncidentFixtures.Bytes("\0" + TestSecret.RsaPrivateKey() + "\0"), .. new byte[200]];

        var report = Screening.Of("image.tar", IncidentFixtures.DockerArchive("{}", [(path, program)]));

        Assert.Contains(report.Findings, finding => finding.Finding.Rule.Id == "secret/private-key" && finding.Finding.Severity >= Severity.High == isLeak);
    }
}
