"""The table of AWS's hosts, each form of aws-facts §6.8 once."""

from __future__ import annotations

import pytest

from apiclient_gui.core import hosts
from apiclient_gui.core.hosts import SigningTarget, table

LISTED = """
abc123.execute-api.eu-west-1.amazonaws.com execute-api eu-west-1
abc-vpce-0a1b.execute-api.us-east-1.amazonaws.com execute-api us-east-1
vpce-0a-1b2c-us-east-1a.execute-api.us-east-1.vpce.amazonaws.com execute-api us-east-1
abc.execute-api.cn-north-1.api.amazonwebservices.com.cn execute-api cn-north-1
abc.execute-api.eusc-de-east-1.amazonaws.eu execute-api eusc-de-east-1
abc.execute-api.eusc-de-east-1.api.amazonwebservices.eu execute-api eusc-de-east-1
abc.execute-api.us-iso-east-1.c2s.ic.gov execute-api us-iso-east-1
a1.appsync-api.eu-west-1.amazonaws.com appsync eu-west-1
a1.appsync-realtime-api.eu-west-1.amazonaws.com appsync eu-west-1
vpce-1a.appsync-api.eu-west-1.vpce.amazonaws.com appsync eu-west-1
search-pets-x1.eu-west-1.es.amazonaws.com es eu-west-1
vpc-pets-x1.eu-west-1.es.amazonaws.com es eu-west-1
search-pets-x1.aos.eu-west-1.on.aws es eu-west-1
es.eu-west-1.amazonaws.com es eu-west-1
x1.eu-west-1.aoss.amazonaws.com aoss eu-west-1
x1.us-gov-west-1.aoss-fips.amazonaws.com aoss us-gov-west-1
s3.amazonaws.com s3 us-east-1
pets.s3.amazonaws.com s3 us-east-1
my.pets.s3.amazonaws.com s3 us-east-1
s3-external-1.amazonaws.com s3 us-east-1
s3.eu-west-1.amazonaws.com s3 eu-west-1
pets.s3.eu-west-1.amazonaws.com s3 eu-west-1
my.pets.s3.eu-west-1.amazonaws.com s3 eu-west-1
s3-eu-west-1.amazonaws.com s3 eu-west-1
pets.s3-eu-west-1.amazonaws.com s3 eu-west-1
s3-fips.us-gov-west-1.amazonaws.com s3 us-gov-west-1
s3-fips-us-gov-west-1.amazonaws.com s3 us-gov-west-1
pets.s3.dualstack.eu-west-1.amazonaws.com s3 eu-west-1
pets.s3-fips.dualstack.us-east-1.amazonaws.com s3 us-east-1
pets.s3.cn-north-1.amazonaws.com.cn s3 cn-north-1
ap-111122223333.s3-accesspoint.eu-west-1.amazonaws.com s3 eu-west-1
ap-111122223333.s3-accesspoint-fips.dualstack.us-east-1.amazonaws.com s3 us-east-1
111122223333.s3-control.eu-west-1.amazonaws.com s3 eu-west-1
pets.vpce-1a2b-5e6f.s3.us-east-1.vpce.amazonaws.com s3 us-east-1
pets.s3-accelerate.amazonaws.com s3 -
pets.s3-accelerate.dualstack.amazonaws.com s3 -
mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com s3 *
ol-111122223333.s3-object-lambda.eu-west-1.amazonaws.com s3-object-lambda eu-west-1
pets--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com s3express us-west-2
s3express-control.us-west-2.amazonaws.com s3express us-west-2
ap-1.op-1.s3-outposts.us-west-2.amazonaws.com s3-outposts us-west-2
pets-0a1b.7d67968.vpc-lattice-svcs.us-west-2.on.aws vpc-lattice-svcs us-west-2
a1-ats.iot.eu-west-1.amazonaws.com iotdata eu-west-1
a1.iot.eu-west-1.amazonaws.com iotdata eu-west-1
data-ats.iot.eu-west-1.amazonaws.com iotdata eu-west-1
data.iot-fips.us-east-1.amazonaws.com iotdata us-east-1
data.ats.iot.cn-north-1.amazonaws.com.cn iotdata cn-north-1
iot.eu-west-1.amazonaws.com iot eu-west-1
data.jobs.iot.eu-west-1.amazonaws.com iot-jobs-data eu-west-1
a1.jobs.iot.eu-west-1.amazonaws.com iot-jobs-data eu-west-1
greengrass-ats.iot.eu-west-1.amazonaws.com greengrass eu-west-1
api.tunneling.iot.eu-west-1.amazonaws.com IoTSecuredTunneling eu-west-1
sts.amazonaws.com sts us-east-1
sts.eu-west-1.amazonaws.com sts eu-west-1
sts-fips.us-east-1.amazonaws.com sts us-east-1
vpce-1a-2b.sts.us-east-1.vpce.amazonaws.com sts us-east-1
iam.amazonaws.com iam us-east-1
iam.cn-north-1.amazonaws.com.cn iam cn-north-1
iam.us-gov.amazonaws.com iam us-gov-west-1
cloudfront.amazonaws.com cloudfront us-east-1
cloudfront.cn-northwest-1.amazonaws.com.cn cloudfront cn-northwest-1
route53.amazonaws.com route53 us-east-1
route53.amazonaws.com.cn route53 cn-northwest-1
organizations.us-east-1.amazonaws.com organizations us-east-1
health.us-east-1.amazonaws.com health us-east-1
global.health.amazonaws.com health us-east-1
apigateway.eu-west-1.amazonaws.com apigateway eu-west-1
cognito-idp.eu-west-1.amazonaws.com cognito-idp eu-west-1
cognito-identity.eu-west-1.amazonaws.com cognito-identity eu-west-1
eu-west-1.queue.amazonaws.com sqs eu-west-1
queue.amazonaws.com sqs us-east-1
sqs.eu-west-1.amazonaws.com sqs eu-west-1
email.eu-west-1.amazonaws.com ses eu-west-1
portal.sso.eu-west-1.amazonaws.com awsssoportal eu-west-1
oidc.eu-west-1.amazonaws.com sso-oauth eu-west-1
bedrock-runtime.eu-west-1.amazonaws.com bedrock eu-west-1
bedrock-runtime-fips.us-east-1.amazonaws.com bedrock us-east-1
bedrock-agent-runtime.eu-west-1.amazonaws.com bedrock eu-west-1
aps-workspaces.eu-west-1.amazonaws.com aps eu-west-1
pets.cluster-x1.eu-west-1.neptune.amazonaws.com neptune-db eu-west-1
g-1.eu-west-1.neptune-graph.amazonaws.com neptune-graph eu-west-1
query.timestream.eu-west-1.amazonaws.com timestream eu-west-1
ingest-cell1.timestream.eu-west-1.amazonaws.com timestream eu-west-1
timestream-query.eu-west-1.api.aws timestream eu-west-1
geo.eu-west-1.amazonaws.com geo eu-west-1
maps.geo.eu-west-1.amazonaws.com geo eu-west-1
cp.maps.geo.eu-west-1.amazonaws.com geo eu-west-1
111122223333.ddb.eu-west-1.amazonaws.com dynamodb eu-west-1
1a.data-kinesis.eu-west-1.amazonaws.com kinesis eu-west-1
search-pets-x1.eu-west-1.cloudsearch.amazonaws.com cloudsearch eu-west-1
"""


@pytest.mark.parametrize("line", LISTED.strip().splitlines())
def test_each_form_of_host(line: str) -> None:
    host, service, region = line.split()
    front, suffix = table.cut(host)
    expected = SigningTarget(service, region.replace("-", "") if region == "-" else region)
    assert hosts.signing_target(host) == expected
    if not table.behind_endpoint(front):
        assert table.find(front, suffix, "") == expected


@pytest.mark.parametrize(
    "host",
    [
        "pets.s3-website-eu-west-1.amazonaws.com",
        "pets.s3-website.eu-central-1.amazonaws.com",
        "s3-website.eu-central-1.amazonaws.com",
        "x1.credentials.iot.eu-west-1.amazonaws.com",
        "x.on.aws",
        "x.eu-west-1.on.aws",
    ],
)
def test_hosts_of_aws_that_nobody_signs_for(host: str) -> None:
    assert hosts.signing_target(host) is None


def test_the_second_generation_of_location_has_names_of_its_own() -> None:
    host = "places.geo.eu-west-1.amazonaws.com"
    assert hosts.signing_target(host, "/v2/search-text") == SigningTarget("geo-places", "eu-west-1")
    assert hosts.signing_target(host, "/places/v0/indexes") == SigningTarget("geo", "eu-west-1")


def test_a_host_is_cut_before_aws_s_part() -> None:
    assert table.cut("a.b.amazonaws.com.cn") == ("a.b", "amazonaws.com.cn")
    assert table.cut("amazonaws.com") == ("", "")
    assert table.cut("a.example.com") == ("", "")
