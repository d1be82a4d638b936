using System.Text;
using Sluice.Findings;
using Sluice.Profiles;
using Sluice.Tests.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

public sealed class MovedTagTests : IDisposable
{
    private readonly GitFolder _source = SourceFolder.Of("v1", ("tool.sh", "#!/bin/sh\necho 1\n"));
    private readonly ProfileBook _book = new();

    public MovedTagTests()
    {
        _source.Git("tag", "v1.2.0");
        _book.Approve(Screen(new ProfileBook()));
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Tags_that_stay_say_nothing_and_new_ones_neither()
    {
        _source.Commit("README.md", "# Tool\n");
        _source.Git("tag", "v1.3.0");

        Assert.Empty(Found());
    }

    [Fact]
    public void A_major_tag_may_go_forward()
    {
        _source.Commit("README.md", "# Tool\n");
        _source.Git("tag", "-f", "v1");

        Assert.Empty(Found());
    }

    [Fact]
    public void A_full_version_may_not()
    {
        _source.Commit("README.md", "# Tool\n");
        _source.Git("tag", "-f", "v1.2.0");

        var found = Assert.Single(Found());
        Assert.Equal(Severity.High, found.Severity);
        Assert.Contains("v1.2.0", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_that_leaves_the_branches_is_told_whatever_it_is_called()
    {
        _source.Git("checkout", "-q", "--detach");
        _source.Commit("README.md", "# Tool\n");
        _source.Git("tag", "-f", "v1");
        _source.Git("checkout", "-q", "main");

        Assert.Equal(Severity.High, Assert.Single(Found()).Severity);
    }

    [Fact]
    public void A_major_tag_that_goes_to_a_branch_of_its_own_warns()
    {
        _source.Git("checkout", "-q", "--orphan", "releases");
        _source.Commit("README.md", "# Tool\n");
        _source.Git("tag", "-f", "v1");
        _source.Git("checkout", "-q", "main");

        Assert.Equal(Severity.Medium, Assert.Single(Found()).Severity);
    }

    [Fact]
    public void A_release_whose_tag_was_moved_does_not_teach_where_it_leads_now()
    {
        _source.Commit("README.md", "# Tool\n");
        _source.Git("tag", "-f", "v1.2.0");

        Assert.NotNull(_book.Teach(Screen(_book), isApproved: true).Reason);
    }

    private Report Screen(ProfileBook book) => Screening.Of("tool.zip", TestArchive.Zip(("tool-1/tool.sh", Encoding.UTF8.GetBytes("#!/bin/sh\necho 1\n"))), new ScreenOptions { Profiles = book, Source = _source.Request("v1") });

    private List<Finding> Found() => [.. Screen(_book).Findings.Select(reported => reported.Finding).Where(finding => finding.Rule.Id == "provenance/mutable-reference")];
}
